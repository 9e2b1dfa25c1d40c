package scrutable.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A tree of modules as text, one module a line: its name, its kind, the shapes of its own parameters, its settings.
/// [Module#outline] shows an example.
final class Outline {
  private static final String INDENT = "  ";
  private static final int LONGEST = 80;

  private final String name;
  private final Module module;
  private final List<String> parts = new ArrayList<>();
  private final List<Outline> children = new ArrayList<>();

  Outline(String name, Module module) {
    this.name = name;
    this.module = module;
  }

  /// Records tell their settings by themselves: `MaxPool2d[window=2x2, stride 2]`. Not if they hold whole tensors, or
  /// modules that stand below.
  private String kind() {
    Class<?> type = module.getClass();
    if (module instanceof Record && children.isEmpty()) {
      String text = module.toString();
      String settings = text.endsWith("[]") ? text.substring(0, text.length() - 2) : text;
      return settings.length() > LONGEST || settings.contains("\n") ? type.getSimpleName() : settings;
    }
    return type.isHidden() || type.isAnonymousClass() ? "(a function)" : type.getSimpleName();
  }

  void add(String part) {
    parts.add(part);
  }

  Outline child(String childName, Module module) {
    Outline child = new Outline(childName, module);
    children.add(child);
    return child;
  }

  private String label() {
    return parts.isEmpty() ? kind() : kind() + ": " + String.join(", ", parts);
  }

  /// @param parameterCount of the whole tree
  String text(int parameterCount) {
    StringBuilder text = new StringBuilder(label());
    if (!children.isEmpty()) {
      text.append(" (%s numbers to learn)".formatted(grouped(parameterCount)));
    }
    children.forEach(child -> child.appendTo(text, INDENT));
    return text.toString();
  }

  private void appendTo(StringBuilder text, String indent) {
    text.append('\n').append(indent).append(name).append(' ').append(label());
    children.forEach(child -> child.appendTo(text, indent + INDENT));
  }

  /// Thousands apart, the same in every locale: `27,210`.
  private static String grouped(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
