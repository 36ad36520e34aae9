/**
 * Every call of the wire contract, as `METHOD path`. Written down by hand, so that it can be held against what is declared.
 */
export const contractRows = {
  'Login, logout, QR': [
    'POST /auth/login', 'GET /auth/logout', 'GET /auth/cnbi_scan', 'GET /auth/scan_login_url', 'GET /auth/cnbi_scan/<code>/<userId>',
    'GET /auth/scan_login/<code>/<userId>', 'POST /auth/scan_login/<code>/confirm', 'POST /auth/scan_login/<code>/cancel',
    'GET /auth/auth_url/<token>/', 'POST /auth/ticket',
  ],
  Messages: [
    'POST /api/save_single_msg', 'POST /api/save_group_msg', 'POST /api/deliver', 'POST /api/find_single_msg', 'POST /api/find_group_msg',
    'POST /api/update_chat_state_time', 'POST /api/update_groupchat_state', 'POST /api/update_singlechat_state', 'GET /api/find_read_list',
    'GET /api/search_msg', 'POST /api/forward_msg', 'POST /api/edit_msg', 'POST /api/react_msg',
  ],
  'Sessions, people, organisation': [
    'GET /api/my_session', 'PUT /api/set_session', 'DELETE /api/del_session', 'GET /api/left_user_info', 'GET /api/contact_info',
    'PUT /api/edit_user', 'PUT /api/edit_password', 'GET /api/latest_contact', 'GET /api/my_friend_list', 'POST /api/send_friend_msg',
    'GET /api/new_friend_list', 'POST /api/save_friend', 'GET /api/refuse_friend', 'DELETE /api/del_friend', 'GET /api/my_company_list',
    'GET /api/my_company_contact_list', 'GET /api/my_contact_list', 'GET /api/dept_tree', 'GET /api/search_my_contact',
  ],
  Groups: [
    'POST /api/save_group', 'GET /api/my_group_list', 'GET /api/group_info', 'PUT /api/edit_group', 'DELETE /api/quit_group',
    'DELETE /api/dissolu_group', 'POST /api/del_group_user', 'POST /api/send_group_invite_msg', 'POST /api/join_group', 'GET /api/help_group_msg',
    'PUT /api/refuse_group', 'GET /api/find_group_notice', 'POST /api/save_group_notice', 'DELETE /api/del_group_notice',
    'POST /api/find_group_file', 'POST /api/find_group_img', 'PUT /api/set_group_manager', 'PUT /api/change_group_owner', 'PUT /api/set_group_mute',
  ],
  'Files, modules': [
    'POST /api/file_upload', 'GET /files/<name>', 'GET /api/find_card', 'GET /api/my_node', 'POST /api/find_module_msg',
    'PUT /api/change_module_state', 'PUT /api/update_module_state_all', 'POST /api/module_msg',
  ],
}

/** What the product has besides: who is online, pictures of who has none, pushes to browsers, and QR codes step by step. */
export const furtherRows = [
  'GET /auth/cnbi_scan/<code>', 'POST /auth/cnbi_scan/<code>/enter', 'GET /auth/scan_login/<code>', 'POST /auth/scan_login/<code>/scan',
  'GET /api/find_online', 'GET /avatars/<name>', 'GET /api/client_settings', 'GET /api/push_key', 'POST /api/save_push', 'DELETE /api/del_push',
]
