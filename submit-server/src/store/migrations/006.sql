-- Lists of cases without their long columns: an index has all that a list shows.

-- One's own, newest first. Only how a case ended is looked up in its row, past its document.
CREATE INDEX cases_of_owner ON cases (owner, saved_at DESC, id, service, form_hash, state,
    expires_at, number, received_at, closed_at, sign_by);
DROP INDEX cases_by_owner;

-- Others', in which a person is a party. Nearly all that a person is a party of are their own.
DROP INDEX parties_by_person;
CREATE INDEX parties_by_person ON parties (person, role, case_id);
