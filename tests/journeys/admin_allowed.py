"""Who is let in where in the admin: names of addresses by namespace, each role with what the ones above it lack."""

# Only whoever has no role is asked to log in; all others are led home.
STRANGERS = """
-: wagtailadmin_login
"""
# A new password, the admin's icons and messages.
ANYBODY = """
-: wagtailadmin_javascript_catalog wagtailadmin_password_reset wagtailadmin_password_reset_complete wagtailadmin_password_reset_confirm
    wagtailadmin_password_reset_done wagtailadmin_sprite
"""
# Every role: the own account, lists that hold what its pages are, choosers, reports, and questions whose answers are refused.
MEMBERS = """
-: parvis_guide wagtail_bulk_action wagtailadmin_account wagtailadmin_choose_page wagtailadmin_choose_page_anchor_link
    wagtailadmin_choose_page_child wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_external_link wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_search wagtailadmin_dismissibles
    wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_explore_root wagtailadmin_home wagtailadmin_tag_autocomplete
    wagtailadmin_tag_model_autocomplete
board: report report_results
feed_doctor: feed given_up left_out report report_results
programme: list list_results
second_factor: account log_out_elsewhere set_up
wagtail_localize: convert_to_alias javascript_catalog snippets_api_listing translations_report translations_report_results
wagtailadmin_api:documents: detail listing
wagtailadmin_api:images: detail listing
wagtailadmin_api:pages: listing
wagtailadmin_editing_sessions: release
wagtailadmin_pages: choose_parent confirm_workflow_cancellation revisions_index search search_results type_use type_use_results
wagtailadmin_reports: aging_pages aging_pages_results page_types_usage page_types_usage_results site_history site_history_results workflow
    workflow_results workflow_tasks workflow_tasks_results
wagtailadmin_workflows: task_chooser task_chooser_create task_chooser_results task_chosen
wagtaildocs_chooser: choose choose_results chosen chosen_multiple
wagtailembeds: chooser chooser_upload
wagtailimages_chooser: choose choose_results chosen chosen_multiple select_format
wagtailsnippetchoosers_parvis_events_organisation: choose choose_results chosen chosen_multiple
wagtailsnippetchoosers_parvis_events_person: choose choose_results chosen chosen_multiple
wagtailsnippets_parvis_events_organisation: list list_results
wagtailsnippets_parvis_events_person: list list_results
"""
# New pages, pictures and documents.
CONTRIBUTORS = """
planning: make planner
wagtailadmin_api:pages: detail
wagtailadmin_pages: add add_subpage preview_on_add
wagtaildocs: add add_multiple index index_results
wagtaildocs_chooser: create
wagtailimages: add add_multiple index index_results
wagtailimages_chooser: create
"""
# Publishing from the programme, as far as the own pages go.
TRANSLATORS = """
programme: publish
"""
# Any page, picture, document, organisation and person; translations; what is announced and how.
EDITORS = """
announcing: announcement archive mail mail_download poster poster_download
board: link translate
changing: cancel postpone reschedule restore
planning: publish
wagtail_localize: download_pofile edit_override edit_string_translation preview_translation stop_translation submit_page_translation
    update_translations
wagtailadmin_api:pages: action
wagtailadmin_editing_sessions: ping
wagtailadmin_pages: collect_workflow_action_data copy edit history history_results preview_on_edit revisions_compare revisions_revert
    revisions_unschedule revisions_view usage view_draft workflow_action workflow_history workflow_history_detail workflow_preview
wagtaildocs: delete delete_multiple document_usage edit edit_multiple
wagtailimages: delete delete_multiple edit edit_multiple image_usage preview
wagtailsnippetchoosers_parvis_events_organisation: create
wagtailsnippetchoosers_parvis_events_person: create
wagtailsnippets_parvis_events_organisation: add edit history history_results usage
wagtailsnippets_parvis_events_person: add edit history history_results usage
"""
# Taking away, moving, locking, hiding; redirects.
PUBLISHERS = """
wagtailadmin_pages: delete lock move move_confirm set_page_position set_privacy unlock unpublish
wagtailadmin_reports: locked_pages locked_pages_results
wagtailredirects: add delete edit index index_results start_import
wagtailsnippets_parvis_events_organisation: delete
wagtailsnippets_parvis_events_person: delete
"""
# Users, groups, tokens, sites, languages, workflows, collections, what was given up.
ADMINISTRATORS = """
feed_doctor: try_again
wagtailadmin_collections: add delete edit index set_privacy
wagtailadmin_workflows: add add_task disable disable_task edit edit_task enable enable_task index index_results remove select_task_type
    task_index task_index_results usage usage_results
wagtaildocs: delete_upload_multiple
wagtailimages: create_multiple_from_uploaded_image delete_upload_multiple
wagtaillocales: add copy delete edit history history_results index index_results usage
wagtailsites: add copy delete edit history history_results index index_results usage
wagtailusers_api_tokens: add delete edit history history_results index index_results usage
wagtailusers_groups: add delete edit history history_results index index_results usage
wagtailusers_users: add copy edit history history_results index index_results usage
"""
# Not tried here: nothing stands there, or the way there leads home for everybody (the next session where there is none, an own account).
NOBODY = """
-: wagtailadmin_block_preview wagtailadmin_error_test wagtailadmin_logout
board: next
second_factor: ask
wagtail_localize: machine_translate snippets_api_detail submit_snippet_translation upload_pofile
wagtailadmin_api:documents: find
wagtailadmin_api:images: find
wagtailadmin_api:pages: find
wagtailadmin_pages: convert_alias
wagtaildocs: create_multiple_from_uploaded_document
wagtailimages: url_generator url_generator_output
wagtailredirects: process_import
wagtailsnippets: index
wagtailusers_users: delete
"""


def names_of(table: str) -> set[str]:
    """The full names in a table; what follows "-" has no namespace."""
    found, namespace = set(), ""
    for word in table.split():
        if word.endswith(":"):
            namespace = "" if word == "-:" else word
        else:
            found.add(namespace + word)
    return found
