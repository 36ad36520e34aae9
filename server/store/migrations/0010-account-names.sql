-- Phone numbers and e-mail addresses in their one form. Of several people with one number, who has it in that form
-- already keeps it, else the first; the others keep what they wrote, and `doctor` names them.
CREATE TEMP TABLE one_form AS
  SELECT id, phone, phone_of(phone) AS phone_form, email, email_of(email) AS email_form FROM users WHERE phone IS NOT NULL OR email IS NOT NULL;
UPDATE users SET phone = f.phone_form FROM one_form f
  WHERE f.id = users.id AND f.phone_form <> f.phone
  AND f.id = (SELECT min(o.id) FROM one_form o WHERE o.phone_form = f.phone_form)
  AND NOT EXISTS (SELECT 1 FROM one_form o WHERE o.phone = f.phone_form);
UPDATE users SET email = f.email_form FROM one_form f
  WHERE f.id = users.id AND f.email_form <> f.email
  AND f.id = (SELECT min(o.id) FROM one_form o WHERE o.email_form = f.email_form)
  AND NOT EXISTS (SELECT 1 FROM one_form o WHERE o.email = f.email_form);
DROP TABLE one_form;
