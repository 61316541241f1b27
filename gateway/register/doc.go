// Package register knows where goods are sold and who sells them: locations, registers, enrolled devices and staff.
//
// It makes one-time enrolment codes, turns a code into an enrolled device, signs staff in by PIN, and answers who a token
// stands for. It does not know orders or shifts, and it does not speak HTTP: package graph calls it.
//
//	code ──▶ Enrol ──▶ device token ──▶ SignIn ──▶ token for the device with a person on it
//	                        └────────────────┴──▶ Authenticate, on every request
package register
