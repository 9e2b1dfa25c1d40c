package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scrutable.nn.Progress;
import scrutable.nn.data.BagOfWords;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Mail;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;

/// The SMS Spam Collection: 5,574 text messages in English, 747 of them spam.
///
/// Each line is `ham` or `spam`, a tabulator and the message. Some four hundred messages occur more than
/// once, chain letters most of all; they are taken once, or else the same message would be learned from and
/// judged by. Source: T. Almeida, J. Gómez Hidalgo, A. Yamakami, "Contributions to the study of SMS spam
/// filtering", 2011.
public final class SmsSpam {
  private static final PublishedFile FILE = new PublishedFile("sms-spam", "SMSSpamCollection", 477_907,
      "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d");
  private static final String ORIGIN = "It can be unpacked from"
      + " https://archive.ics.uci.edu/static/public/228/sms+spam+collection.zip";
  private static final int MOST_BYTES = 1 << 24;
  private static final List<String> CLASSES = List.of("no spam", "spam");

  private SmsSpam() {}

  /// A message, and whether it is spam.
  public record Message(boolean spam, String text) {}

  /// Finds and reads the collection, each message once.
  ///
  /// @throws IOException if it cannot be had, saying what was tried and what to do
  public static List<Message> load(DataLocations locations, Progress progress) throws IOException {
    return read(DataSets.locate(FILE, ORIGIN, locations, progress, Downloader.standard()));
  }

  /// Reads a file of this kind, each message once, in the order of their first appearance.
  ///
  /// @throws MalformedFileException if a line does not begin with `ham` or `spam` and a tabulator
  public static List<Message> read(Path file) throws IOException {
    String content = new String(DataFile.readAll(file, MOST_BYTES), StandardCharsets.UTF_8);
    List<Message> messages = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long offset = 0;
    for (String line : content.split("\n")) {
      int tab = line.indexOf('\t');
      String label = tab < 0 ? "" : line.substring(0, tab);
      if (!label.equals("ham") && !label.equals("spam")) {
        throw new MalformedFileException(file.toString(), offset,
            "each line must begin with \"ham\" or \"spam\" and a tabulator");
      }
      String text = line.substring(tab + 1).strip();
      if (seen.add(text)) {
        messages.add(new Message(label.equals("spam"), text));
      }
      offset += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    return messages;
  }

  /// Messages as examples: whether each word of a vocabulary occurs; class 1 is spam, as in [Mail].
  public static Dataset dataset(List<Message> messages, BagOfWords words) {
    int[] labels = messages.stream()
        .mapToInt(message -> message.spam() ? Mail.SPAM : 1 - Mail.SPAM).toArray();
    return new Dataset("sms", words.of(messages.stream().map(Message::text).toList()),
        Tensor.wrap(labels, labels.length), CLASSES);
  }
}
