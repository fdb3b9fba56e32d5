from django.urls import path

from quartierswerk.people.views import account, drafts, invitations, offices, people

app_name = "people"
urlpatterns = [
    path("arbeit/menschen/", people.person_list, name="person-list"),
    path("arbeit/menschen/einladungen/", invitations.invitation_list, name="invitation-list"),
    path("arbeit/menschen/einladungen/neu/", invitations.invitation_new, name="invitation-new"),
    path(
        "arbeit/menschen/einladungen/<uuid:public_id>/erneut/", invitations.invitation_resend, name="invitation-resend"
    ),
    path(
        "arbeit/menschen/einladungen/<uuid:public_id>/zurueckziehen/",
        invitations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("arbeit/menschen/aemter/", offices.office_list, name="office-list"),
    path("arbeit/menschen/aemter/neu/", offices.office_new, name="office-new"),
    path("arbeit/menschen/aemter/<slug:key>/", offices.office_edit, name="office-edit"),
    path("arbeit/menschen/aemter/<slug:key>/archivieren/", offices.office_archive, name="office-archive"),
    path("arbeit/menschen/rolle/<str:table>/<int:pk>/beenden/", people.appointment_end, name="appointment-end"),
    path("arbeit/menschen/rolle/<str:table>/<int:pk>/vertretung/", people.substitute, name="substitute"),
    path("arbeit/menschen/<uuid:public_id>/", people.person_detail, name="person-detail"),
    path("arbeit/menschen/<uuid:public_id>/rolle/", people.appointment_new, name="appointment-new"),
    path("arbeit/menschen/<uuid:public_id>/schliessen/", people.person_archive, name="person-archive"),
    path("arbeit/menschen/<uuid:public_id>/oeffnen/", people.person_restore, name="person-restore"),
    path("arbeit/menschen/<uuid:public_id>/zweiter-schritt/", people.second_factor_remove, name="second-factor-remove"),
    path("arbeit/rollen/", people.roles, name="roles"),
    path("konto/", account.account, name="account"),
    path("konto/mitteilungen/", account.contact, name="contact"),
    path("konto/einwilligungen/", account.consents, name="consents"),
    path("konto/sicherheit/", account.security, name="security"),
    path("konto/daten/", account.data, name="own-data"),
    path("konto/entwuerfe/", account.own_drafts, name="own-drafts"),
    path("konto/entwuerfe/merken/", drafts.draft_save, name="draft-save"),
    path("konto/entwuerfe/verwerfen/", drafts.draft_discard, name="draft-discard"),
    path("konto/einladung/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
]
