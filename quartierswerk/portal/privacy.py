"""The city's pages hold no personal data of users."""

from quartierswerk.kernel.privacy import PrivacyEntry

PRIVACY: list[PrivacyEntry] = []
