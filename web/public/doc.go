// Package public is the one page that needs no sign-in and no link: whoever holds a receipt's code can say
// stop there, or ask whether their answer has arrived; whoever knows a telephone number can say stop.
//
// It answers alike for every number, known or not, and says of a code no more than 'recorded' or 'not yet
// here'. The package calls package desk and must not know stores, accounts or people.
package public
