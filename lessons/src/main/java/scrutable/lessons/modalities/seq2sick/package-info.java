/// L21: a translator is made to write a word by changing others.
package scrutable.lessons.modalities.seq2sick;
