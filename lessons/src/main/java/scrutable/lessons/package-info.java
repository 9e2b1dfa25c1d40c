/// The book: one lesson per system of the talk.
package scrutable.lessons;
