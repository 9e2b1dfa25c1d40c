package scrutable.lessons.selfsupervised.noisytext;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.data.generate.Scenes;

/// Descriptions of the classes by filler words alone: for each class those words that stood most often in the
/// captions of its pictures. If filler words told anything of the class, these would.
///
/// A single list of descriptions says little. The pictures of a class lie together and go to one description
/// together, so that by luck one class of the sixteen is named right, or two, or none. Hence several lists.
///
/// @param lists each with one description for each class
/// @param excess how many times as often the words of a description stood in captions of its class as, on
///     average, in captions of all; the mean over lists and classes
record FillerDescriptions(List<List<String>> lists, double excess) {
  /// How many lists there are, and so how many times two words of each class are taken.
  static final int LISTS = 8;

  //: code filler-words
  /// By the captions and the classes of their pictures. The first list takes the two words that stood most often in
  /// captions of each class, the second the next two.
  static FillerDescriptions of(Scenes.Captioned pairs) {
    int classes = pairs.pictures().classCount();
    double[][] shares = new double[classes][Scenes.FILLERS];
    int[] sizes = new int[classes];
    for (int i = 0; i < pairs.captions().size(); i++) {
      int label = (int) pairs.pictures().labels().get(i);
      sizes[label]++;
      for (String word : pairs.captions().get(i).split(" ")) {
        if (word.startsWith("filler")) {
          shares[label][Integer.parseInt(word.substring("filler".length()))]++;
        }
      }
    }
    double[] overall = new double[Scenes.FILLERS];
    for (int word = 0; word < Scenes.FILLERS; word++) {
      for (int label = 0; label < classes; label++) {
        shares[label][word] /= sizes[label];
        overall[word] += shares[label][word] / classes;
      }
    }
    return ranked(shares, overall);
  }
  //: end

  private static FillerDescriptions ranked(double[][] shares, double[] overall) {
    List<List<String>> lists = new ArrayList<>();
    for (int list = 0; list < LISTS; list++) {
      lists.add(new ArrayList<>());
    }
    double excess = 0;
    for (double[] share : shares) {
      int[] words = IntStream.range(0, Scenes.FILLERS).boxed()
          .sorted(Comparator.comparingDouble((Integer word) -> -share[word] / overall[word]))
          .mapToInt(word -> word).toArray();
      for (int list = 0; list < LISTS; list++) {
        int one = words[2 * list];
        int two = words[2 * list + 1];
        lists.get(list).add("a filler" + one + " filler" + two);
        excess += (share[one] / overall[one] + share[two] / overall[two]) / 2;
      }
    }
    return new FillerDescriptions(List.copyOf(lists), excess / LISTS / shares.length);
  }
}
