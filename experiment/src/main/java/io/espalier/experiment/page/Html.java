// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A piece of HTML in which everything that came from outside is escaped.
 *
 * @param markup elements and text, as they stand in the file
 */
public record Html(String markup) {
    /** Nothing. */
    public static final Html EMPTY = new Html("");

    private static final Set<String> VOID = Set.of("br", "img", "input", "col", "hr", "meta");

    /** Text, such as the name of a tensor; no character of it is markup. */
    public static Html text(String text) {
        return new Html(escaped(text));
    }

    /** Markup that Espalier wrote itself, such as a drawing; nothing from outside may stand in it unescaped. */
    public static Html trusted(String markup) {
        return new Html(markup);
    }

    /** Pieces, one behind the other. */
    public static Html of(Html... pieces) {
        return of(Arrays.asList(pieces));
    }

    /** Pieces, one behind the other. */
    public static Html of(Collection<Html> pieces) {
        return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining("\n")));
    }

    /** An element around text. */
    public static Html element(String name, String text) {
        return element(name, Map.of(), text(text));
    }

    /** An element. */
    public static Html element(String name, Html content) {
        return element(name, Map.of(), content);
    }

    /** An element with attributes, whose values are escaped; an attribute without a value, such as hidden, has an empty one. */
    public static Html element(String name, Map<String, String> attributes, Html content) {
        StringBuilder markup = new StringBuilder("<").append(name);
        attributes.forEach((key, value) -> {
            markup.append(' ').append(key);
            if (!value.isEmpty()) {
                markup.append("=\"").append(escaped(value)).append('"');
            }
        });
        markup.append('>');
        if (!VOID.contains(name)) {
            markup.append(content.markup).append("</").append(name).append('>');
        }
        return new Html(markup.toString());
    }

    /** Text as it is, in lines; those that are too wide scroll, by the keyboard too. */
    public static Html preformatted(String text) {
        return element("pre", attributes("tabindex", "0"), element("code", text));
    }

    /** Attributes in the order in which they are given: a name, its value, the next name. */
    public static Map<String, String> attributes(String... namesAndValues) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return attributes;
    }

    /**
     * Text as it may stand between tags and in quoted attributes. Characters that HTML does not allow, such as control characters, become
     * U+FFFD.
     */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append((char) character);
                default -> escaped.appendCodePoint(allowed(character) ? character : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int character) {
        return character >= 0x20
                && (character < 0x7F || character > 0x9F)
                && (character < 0xD800 || character > 0xDFFF)
                // marks that turn the direction of the text behind them
                && (character < 0x202A || character > 0x202E)
                && (character < 0x2066 || character > 0x2069);
    }
}
