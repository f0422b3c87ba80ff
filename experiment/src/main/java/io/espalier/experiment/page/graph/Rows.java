// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.experiment.page.Html;
import java.util.List;
import java.util.Locale;

/** A table of thousands of rows that takes few characters for each: the page's style and sorting, without closing tags and quotes. */
final class Rows {
    private final StringBuilder out = new StringBuilder();
    private boolean isFirst;

    /**
     * A table without rows.
     *
     * @param caption any text
     * @param heads of the columns; those of numbers start with a {@code #}
     */
    Rows(String caption, List<String> heads) {
        String text = Html.escaped(caption);
        out.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(text);
        out.append("\"><table class=\"data\"><caption>").append(text).append("</caption><thead><tr>");
        for (String head : heads) {
            boolean isNumber = head.startsWith("#");
            out.append(isNumber ? "<th scope=col class=number>" : "<th scope=col>");
            out.append(Html.escaped(isNumber ? head.substring(1) : head));
        }
        out.append("<tbody>\n");
    }

    /** Begins a row, whose first cell names it. */
    Rows row() {
        out.append("<tr>");
        isFirst = true;
        return this;
    }

    /** A cell with any text. */
    Rows text(String text) {
        out.append(isFirst ? "<th scope=row>" : "<td>").append(Html.escaped(text));
        isFirst = false;
        return this;
    }

    /** A cell with a whole number; empty for 0. */
    Rows count(long number) {
        if (number == 0) {
            out.append("<td class=number>");
        } else {
            out.append("<td class=number data-key=").append(number).append('>');
            out.append(String.format(Locale.US, "%,d", number));
        }
        return this;
    }

    /** A cell with a number as it is shown; empty where it is less than what is shown. */
    Rows number(double number, String shown) {
        out.append("<td class=number data-key=")
                .append(Math.round(number * 1e6) / 1e6)
                .append('>');
        out.append(Html.escaped(shown));
        return this;
    }

    Html toHtml() {
        return Html.trusted(out + "</table></div>");
    }
}
