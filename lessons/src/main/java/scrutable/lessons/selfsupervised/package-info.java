/// Chapter 8: learning without labels.
package scrutable.lessons.selfsupervised;
