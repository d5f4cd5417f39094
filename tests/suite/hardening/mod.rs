//! What a stranger may try: other people's cases, races, leaks, broken clocks.
//!
//! What of it is tested where, in the words of the security sheet. A row that is
//! not whole says what it lacks.
//!
//! | row | what | tests |
//! |---|---|---|
//! | R4 | double press | `fifty_presses_on_send_give_one_case_and_equal_answers` `a_login_that_is_finished_twice_never_ends_on_an_error` `fifty_presses_whose_answers_were_lost_are_one_case_and_the_next_try_gets_the_answer` |
//! | R5 | a stop at each step of signing | `a_stop_at_any_step_leaves_the_state_before_or_after_and_a_signature_counts_once` `a_signature_survives_a_stop_between_bankid_and_us` `a_stop_at_any_step_of_three_leaves_the_state_before_or_after` |
//! | R6 | replay | `a_signature_counts_once_and_in_its_own_case_only` `what_comes_back_to_the_wrong_place_or_twice_is_refused` `what_comes_back_to_one_browser_logs_nobody_in_in_another` `a_signature_of_one_case_or_browser_is_none_of_another` `the_same_answer_twice_signs_once` |
//! | R7 | clock | `a_dead_session_stays_dead_when_the_clock_is_set_back` `a_session_used_in_the_future_is_void_now` `events_keep_their_order_when_the_clock_is_set_back` `a_clock_that_leaps_wakes_no_session_and_events_keep_their_order` |
//! | R8 | mail and SMS that fail | `a_mail_server_that_is_down_never_stops_a_case_and_the_receipt_comes_later` `a_crash_between_sending_and_marking_sends_the_same_letter_again` `a_gateway_that_is_down_is_waited_for` `a_slow_mail_server_makes_nobody_wait` `an_sms_that_may_have_gone_is_sent_once_more_and_no_more` `a_submission_asks_nothing_of_mail_and_sms_and_no_more_of_others_while_they_are_down` `a_delivery_that_panics_holds_no_other_up_and_comes_when_it_is_mended` (lacks: measured p99) |
//! | A6 | file names | `a_file_is_offered_under_its_own_name` `a_file_with_a_swedish_name_is_kept_under_it` `no_name_of_a_file_leads_anywhere_or_says_anything_but_a_name` |
//! | A7 | CRLF and scripts | `what_somebody_writes_is_text_on_every_page` `a_mail_address_is_one_and_nothing_more` `nothing_personal_comes_out_in_logs_error_pages_or_addresses` `what_somebody_writes_is_text_wherever_it_comes` `hostile_text_in_every_text_of_every_form_is_text_wherever_it_comes` `what_a_unit_says_is_text_to_the_citizen_or_refused` |
//! | A8 | routes x roles x states | `everybody_gets_at_every_address_what_the_table_says` `in_every_state_everybody_gets_what_the_table_says` `every_route_has_a_row` `every_address_of_a_case_has_a_row_for_its_states` `somebody_elses_case_answers_exactly_like_none` `somebody_who_has_become_protected_reaches_nothing_that_was_hers` `every_route_has_a_row_for_protected_persons` `the_key_of_a_unit_opens_no_address_of_a_citizen` `another_units_case_answers_exactly_like_none_at_every_address_of_the_api` |
//! | A9 | forms from elsewhere | `no_form_is_taken_from_elsewhere` `to_look_at_any_address_changes_nothing_that_is_kept` `a_first_form_from_elsewhere_begins_nothing` |
//! | A10 | sessions | `the_session_changes_at_login_and_dies_at_logout` `a_session_ends_when_idle_and_when_old` `to_log_out_in_one_browser_leaves_the_other_logged_in` `a_dead_token_does_nothing_however_it_died` `a_token_that_somebody_planted_is_never_logged_in` `every_session_from_before_a_protection_stops_at_what_would_be_told_and_is_over` |
//! | S1 | an order belongs to its browser | `an_order_belongs_to_the_browser_that_started_it` `another_browser_sees_no_order` `the_name_of_an_order_at_bankid_and_its_secrets_reach_no_page_or_address` `a_cancelled_login_may_be_tried_again_and_an_old_answer_may_not` `what_comes_back_to_one_browser_logs_nobody_in_in_another` |
//! | S2 | the way back | `a_browser_that_brings_another_word_from_the_app_ends_the_order` `an_answer_is_one_thing_from_the_right_provider_in_time` |
//! | S3 | QR codes | `a_code_that_was_photographed_is_stale_after_some_seconds` |
//! | S4 | one byte | `a_signature_of_one_byte_more_or_less_is_of_something_else` `a_signature_by_another_or_of_another_text_is_refused` `a_signature_by_another_or_of_nothing_or_of_something_else_is_refused` `a_signed_request_that_was_changed_on_the_way_is_refused_by_the_provider` `a_signature_with_another_eid_of_which_one_byte_is_another_is_refused` `a_signature_in_bankids_form_is_that_also_when_a_byte_is_no_letter` |
//! | S5 | another person | `an_applicant_does_not_sign_twice_in_place_of_the_other_guardian` `nobody_signs_for_somebody_else_and_a_signature_may_be_cancelled` |
//! | S6 | the citizen's address | `bankid_is_told_the_address_of_the_connection_and_not_one_that_somebody_writes` `bankid_is_told_the_address_that_a_trusted_proxy_writes_and_nobody_elses` `an_app_at_another_address_than_its_browser_is_logged_without_either_and_nobody_is_put_out` |

mod altered;
mod cut;
mod elsewhere;
mod ends;
mod every_form;
mod headers;
mod hostile;
mod leftovers;
mod messages;
mod one_walk;
mod orders;
mod outsiders;
mod parallel;
mod privacy;
mod protected;
mod proxies;
mod races;
mod register;
mod repeated;
mod replays;
mod roaming;
mod rounds;
mod routes;
pub(crate) mod rows;
mod said;
mod since;
mod states;
mod stops;
mod strangers;
mod traces;
mod walks;

use hyper::Method;
use sha2::{Digest, Sha256};
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use submit_server::store::Session;
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

/// The cookie that holds the session.
const COOKIE: &str = "__Host-lucka";

/// A browser's cookie and what the server keeps of its session.
struct Key {
    cookie: String,
    session: Session,
}

impl Key {
    fn of(server: &ServerTest, browser: &Browser<'_>) -> Self {
        let cookie = browser.cookie(COOKIE).expect("a session").to_owned();
        let hash = hex::encode(Sha256::digest(&cookie));
        let session = server.app.store.read(|tx| tx.session(&hash)).expect("read");
        Self { cookie, session: session.expect("a session") }
    }

    /// Opens an address with this cookie, from any thread.
    fn get(&self, server: &ServerTest, path: &str) -> Response {
        server.app.answer(&Request::for_test(Method::GET, path).with_cookie(COOKIE, &self.cookie))
    }

    /// Sends a form with this cookie and its token, from any thread.
    fn post(&self, server: &ServerTest, path: &str, fields: &[(&str, &str)]) -> Response {
        let mut pairs = vec![("csrf", self.session.csrf.as_str())];
        pairs.extend(fields);
        let request = Request::for_test(Method::POST, path).with_form(&pairs);
        server.app.answer(&request.with_cookie(COOKIE, &self.cookie))
    }
}

/// How many cases have come in.
fn received(server: &ServerTest) -> usize {
    server.app.store.read(|tx| tx.received_cases(None)).expect("cases").len()
}
