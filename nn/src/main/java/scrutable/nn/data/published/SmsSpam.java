package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.nn.Progress;
import scrutable.nn.data.BagOfWords;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Mail;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Printable;

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
  /// @throws MalformedFileException if the file is not UTF-8, a line does not begin with `ham` or `spam` and a
  ///     tabulator, or the same message is called both
  public static List<Message> read(Path file) throws IOException {
    TextLines lines = TextLines.read(file, MOST_BYTES);
    Map<String, Integer> firstLines = new LinkedHashMap<>();
    Map<String, Message> messages = new LinkedHashMap<>();
    for (int i = 0; i < lines.all().size(); i++) {
      String line = lines.all().get(i);
      int tab = line.indexOf('\t');
      String label = tab < 0 ? "" : line.substring(0, tab);
      if (!label.equals("ham") && !label.equals("spam")) {
        throw lines.malformed(i, "must begin with \"ham\" or \"spam\" and a tabulator");
      }
      var message = new Message(label.equals("spam"), line.substring(tab + 1).strip());
      int first = firstLines.merge(message.text(), i, Math::min);
      if (!messages.computeIfAbsent(message.text(), _ -> message).equals(message)) {
        throw lines.malformed(i, "calls " + label + " what line " + (first + 1) + " calls "
            + (message.spam() ? "ham" : "spam") + ": " + Printable.quoted(message.text()));
      }
    }
    return List.copyOf(messages.values());
  }

  /// Messages as examples: whether each word of a vocabulary occurs; class 1 is spam, as in [Mail].
  public static Dataset dataset(List<Message> messages, BagOfWords words) {
    int[] labels = messages.stream()
        .mapToInt(message -> message.spam() ? Mail.SPAM : 1 - Mail.SPAM).toArray();
    return new Dataset("sms", words.of(messages.stream().map(Message::text).toList()),
        Tensor.wrap(labels, labels.length), CLASSES);
  }
}
