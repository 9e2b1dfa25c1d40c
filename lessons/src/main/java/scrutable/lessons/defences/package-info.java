/// Chapter 5 of the book: people have tried very hard to stop these attacks.
package scrutable.lessons.defences;
