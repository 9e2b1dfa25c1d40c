/// L34: sentiment from labels, read with and without the order of the words. The method is in [SentimentExperiment].
package scrutable.lessons.modalities.sentiment;
