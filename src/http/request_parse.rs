//! `Request::create()` and `parse()`: a request that a script reads itself (spec §2.6).

use std::path::PathBuf;
use std::rc::Rc;

use http::header;

use crate::class::HTTP_REQUEST;
use crate::error::{self, code};
use crate::slot::http_request as slot;
use crate::zend::{Array, Call, Object, PhpResult, PhpString};

use super::incoming::{Content, may_have_form};
use super::multipart::boundary_of;
use super::parser::Parser;
use super::request::{self, Kept, RequestState, Rules};
use super::settings::max_input_vars;
use super::upload::{Form, FormError, Limits, Receiver};
use super::variables;

/// A request on its way in.
pub(super) struct Parsing {
    parser: Parser,
    parse_cookie: bool,
    parse_body: bool,
    parse_files: bool,
    directory: PathBuf,
    /// The form in its body was none.
    refused: bool,
}

/// `create(array $options = []): Request`: an empty request, to be filled by `parse()`.
pub fn create(call: &mut Call) -> PhpResult {
    let options = call.array(0)?;
    let flag = |name: &[u8]| options.get(name).is_none_or(|value| value.is_truthy());
    let directory = options
        .get(b"upload_tmp_dir")
        .and_then(|path| path.to_string())
        .filter(|path| !path.is_empty());
    let request = Object::new(&HTTP_REQUEST);
    request.set(slot::HEADER, Array::with_capacity(0));
    request.set(slot::SERVER, Array::with_capacity(0));
    *request.state::<RequestState>().parsing.borrow_mut() = Some(Box::new(Parsing {
        parser: Parser::default(),
        parse_cookie: flag(b"parse_cookie"),
        parse_body: flag(b"parse_body"),
        parse_files: flag(b"parse_files"),
        directory: directory.map_or_else(|| PathBuf::from("/tmp"), |path| path.to_path().into()),
        refused: false,
    }));
    call.ret(request)
}

/// `parse(string $data): int|false`: how many bytes of `$data` belong to the request; false once it is complete.
pub fn parse(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let state: &RequestState = call.state();
    // Taken out while it works: what it replaces may have a destructor that asks this very object.
    let Some(mut parsing) = state.parsing.take() else {
        error::set_last(code::HTTP_CONTEXT_UNAVAILABLE);
        return call.ret(false);
    };
    let used = parsing.feed(&data, &call.this(), state);
    *state.parsing.borrow_mut() = Some(parsing);
    match used {
        Some(Ok(used)) => call.ret(i64::try_from(used).unwrap_or(i64::MAX)),
        Some(Err(())) => {
            error::set_last(code::HTTP_INVALID_PROTOCOL);
            call.ret(0i64)
        }
        None => call.ret(false),
    }
}

/// `isCompleted(): bool`.
pub fn is_completed(call: &mut Call) -> PhpResult {
    let state: &RequestState = call.state();
    let completed = match &*state.parsing.borrow() {
        Some(parsing) => parsing.parser.is_complete() && !parsing.refused,
        None => state.received.borrow().is_some(),
    };
    call.ret(completed)
}

impl Parsing {
    /// The request's head, once it has come.
    pub(super) fn head(&self) -> Option<&http::request::Parts> {
        self.parser.head()
    }

    fn rules(&self) -> Rules {
        Rules {
            parse_cookie: self.parse_cookie,
            parse_post: self.parse_body,
            parse_files: self.parse_files,
        }
    }

    /// How many bytes of `data` belong to the request; `None` when it is complete already.
    fn feed(
        &mut self,
        data: &[u8],
        request: &Object,
        state: &RequestState,
    ) -> Option<Result<usize, ()>> {
        if self.parser.is_complete() || self.refused {
            return None;
        }
        let had_head = self.parser.head().is_some();
        let Ok(used) = self.parser.feed(data) else {
            return Some(Err(()));
        };
        if !had_head {
            self.show_head(request);
        }
        if self.parser.is_complete() {
            let Ok(content) = self.content() else {
                self.refused = true;
                return Some(Err(()));
            };
            let kept = self.show_body(request, content);
            *state.received.borrow_mut() = kept;
        }
        Some(Ok(used))
    }

    fn show_head(&self, request: &Object) {
        if let Some(head) = self.parser.head() {
            request::show_head(request, None, head, &self.rules());
        }
    }

    /// The body, and the multipart form in it.
    fn content(&self) -> Result<Content, FormError> {
        let form = self.form()?;
        Ok(Content {
            raw: Some(self.parser.body().to_vec()),
            form,
        })
    }

    fn form(&self) -> Result<Option<Form>, FormError> {
        let Some(head) = self.parser.head() else {
            return Ok(None);
        };
        if !self.parse_body || !may_have_form(&head.method) {
            return Ok(None);
        }
        let Some(boundary) = head
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| boundary_of(kind.as_bytes()))
        else {
            return Ok(None);
        };
        let mut receiver = Receiver::new(
            &boundary?,
            Rc::new(Limits {
                directory: self.directory.clone(),
                max_fields: max_input_vars(),
                max_files: usize::MAX,
                max_file_size: u64::MAX,
            }),
        );
        receiver.feed(self.parser.body())?;
        receiver.finish().map(Some)
    }

    fn show_body(&self, request: &Object, content: Content) -> Option<Kept> {
        let head = self.parser.head()?;
        let (body, files) = request::show_body(request, head, content, &self.rules());
        Some(Kept {
            method: variables::text(head.method.as_str()),
            body,
            data: Some(PhpString::new(self.parser.data())),
            exchange: std::rc::Weak::new(),
            _files: files,
        })
    }
}
