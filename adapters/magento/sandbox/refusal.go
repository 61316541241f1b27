package sandbox

import "fmt"

// refusal is an answer other than 200: a status, Magento's message with its placeholders unresolved, and their parameters.
type refusal struct {
	status  int
	message string
	params  any // an object, a list, or nil when the message has no placeholders
	// raw, if set, is sent instead of JSON with contentType: what a crashed PHP process says.
	raw, contentType string
}

func (r *refusal) Error() string { return fmt.Sprintf("%d: %s", r.status, r.message) }

func refuse(status int, message string) *refusal { return &refusal{status: status, message: message} }

func required(field string) *refusal {
	return &refusal{status: 400, message: `"%fieldName" is required. Enter and try again.`, params: pairs("fieldName", field)}
}

func noSuchEntity(field string, value any) *refusal {
	return &refusal{status: 404, message: "No such entity with %fieldName = %fieldValue",
		params: pairs("fieldName", field, "fieldValue", value)}
}

func noRoute() *refusal { return refuse(404, "Request does not match any route.") }

func noProduct() *refusal {
	return refuse(404, "The product that was requested doesn't exist. Verify the product and try again.")
}

func noEntity() *refusal {
	return refuse(404, "The entity that was requested doesn't exist. Verify the entity and try again.")
}

// crash is Magento's answer to an exception outside the web API's own handling.
func crash() *refusal {
	return &refusal{status: 500, contentType: "text/plain;charset=UTF-8",
		raw: "An error has happened during application run. See exception log for details.\n"}
}

// errorPage is Magento's HTML page for an exception, shortened.
func errorPage(status int) *refusal {
	return &refusal{status: status, contentType: "text/html; charset=UTF-8",
		raw: "<!doctype html>\n<html>\n<head>\n    <title>There has been an error processing your request</title>\n</head>\n" +
			"<body>\n<h1>There has been an error processing your request</h1>\n" +
			"<p><em>Exception printing is disabled by default for security reasons.</em></p>\n" +
			"<p>Error log record number: sandbox</p>\n</body>\n</html>\n"}
}

// internal is the web API's 500 with a report number, as an order search by an unknown field answers.
func internal() *refusal {
	return refuse(500, "Internal Error. Details are available in Magento log file. Report ID: webapi-sandbox")
}
