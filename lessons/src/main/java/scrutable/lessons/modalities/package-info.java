/// Chapter 4 of the book: not only images.
package scrutable.lessons.modalities;
