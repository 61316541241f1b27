package pos

import (
	"errors"
	"fmt"
)

// Kind says what a caller can do about an error. Unavailable is the only kind worth a retry.
type Kind string

// The closed list of kinds. An error that is no *Error is KindInternal.
const (
	KindInvalid      Kind = "invalid"
	KindNotFound     Kind = "not_found"
	KindConflict     Kind = "conflict"
	KindUnauthorized Kind = "unauthorized"
	KindUnavailable  Kind = "unavailable"
	KindInternal     Kind = "internal"
)

// Code names one cause within a kind. Codes are a closed list too: they reach clients, documentation and dashboards.
type Code string

// The codes. Each belongs to the kind it is grouped under; see NewError.
const (
	// Invalid.
	CodeBadInput         Code = "BAD_INPUT"
	CodeUnknownSKU       Code = "UNKNOWN_SKU"
	CodeBadQuantity      Code = "BAD_QUANTITY"
	CodeTotalsMismatch   Code = "TOTALS_MISMATCH"
	CodeTenderTooSmall   Code = "TENDER_TOO_SMALL"
	CodeTooLarge         Code = "TOO_LARGE"
	CodeTooComplex       Code = "TOO_COMPLEX"
	CodeRejectedByShop   Code = "REJECTED_BY_SHOP"
	CodeOutOfStock       Code = "OUT_OF_STOCK"
	CodeMethodNotOffered Code = "METHOD_NOT_OFFERED"
	CodeCouponRefused    Code = "COUPON_REFUSED"
	// Not found.
	CodeNotFound Code = "NOT_FOUND"
	// Conflict.
	CodeConflict    Code = "CONFLICT"
	CodeLeaseLost   Code = "LEASE_LOST"
	CodeReplayed    Code = "REPLAYED"
	CodeResyncFirst Code = "RESYNC_FIRST"
	CodeCartInUse   Code = "CART_IN_USE"
	// Unauthorized.
	CodeUnauthenticated Code = "UNAUTHENTICATED"
	CodeForbidden       Code = "FORBIDDEN"
	CodeWrongPIN        Code = "WRONG_PIN"
	CodeBadSignature    Code = "BAD_SIGNATURE"
	// Unavailable.
	CodeUnavailable    Code = "UNAVAILABLE"
	CodeRateLimited    Code = "RATE_LIMITED"
	CodeOutcomeUnknown Code = "OUTCOME_UNKNOWN"
	CodeNotReady       Code = "NOT_READY"
	// Internal.
	CodeInternal Code = "INTERNAL"
)

// Error is a refusal or failure that callers can act on. Message is written for the person who sees it: what is wrong and
// what to do. It never holds secrets or personal data. Cause, if any, is for logs only.
type Error struct {
	Kind    Kind
	Code    Code
	Message string
	Cause   error
	about   about
}

// about is what an error says, for who words it in another language.
type about struct {
	code    HeldCode
	figures Figures
}

// NewError returns an *Error without a cause.
func NewError(kind Kind, code Code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Because returns a copy of e with the cause set.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// About returns a copy of e that tells by a code and figures what its message says: see DetailOf.
func (e *Error) About(code HeldCode, figures Figures) *Error {
	c := *e
	c.about = about{code, figures}
	return &c
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Message + ": " + e.Cause.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Cause }

// Invalid returns a KindInvalid error with CodeBadInput.
func Invalid(format string, args ...any) *Error {
	return NewError(KindInvalid, CodeBadInput, format, args...)
}

// NotFound returns a KindNotFound error.
func NotFound(format string, args ...any) *Error {
	return NewError(KindNotFound, CodeNotFound, format, args...)
}

// Conflict returns a KindConflict error with CodeConflict.
func Conflict(format string, args ...any) *Error {
	return NewError(KindConflict, CodeConflict, format, args...)
}

// Unavailable returns a KindUnavailable error: nothing was done, try again later.
func Unavailable(cause error, format string, args ...any) *Error {
	return NewError(KindUnavailable, CodeUnavailable, format, args...).Because(cause)
}

// OutcomeUnknown returns a KindUnavailable error for a call that may have been carried out although no answer came. The
// caller must look before it repeats the call.
func OutcomeUnknown(cause error, format string, args ...any) *Error {
	return NewError(KindUnavailable, CodeOutcomeUnknown, format, args...).Because(cause)
}

// KindOf returns the kind of the first *Error in err's chain, KindInternal for any other error, and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindInternal
}

// CodeOf returns the code of the first *Error in err's chain, CodeInternal for any other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// MessageOf returns what may be shown to the person who called: the message of the first *Error in err's chain, and a
// fixed sentence for anything else, so that internal text never leaves.
func MessageOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Kind != KindInternal {
		return e.Message
	}
	return "Something went wrong on our side. Nothing was lost; try again."
}
