// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model fits a board, and what it costs there.
 *
 * @param work what a run computes
 * @param ways the ways to run it there
 * @param advice what would fit; empty if it fits
 */
public record BoardFit(Board board, Workload work, List<Way> ways, List<String> advice) {
    public BoardFit {
        ways = List.copyOf(ways);
        advice = List.copyOf(advice);
    }

    /** Whether it fits in one way at least. */
    public boolean fits() {
        return ways.stream().anyMatch(Way::fits);
    }

    /** Whether it runs there at all, if memory were no matter. */
    boolean runs() {
        return ways.stream().anyMatch(Way::runs);
    }

    /** Among the ways that run, the one that fits or is nearest to it. */
    Optional<Way> nearest() {
        return ways.stream().filter(Way::runs).min(Comparator.comparing(Way::excess));
    }

    /** For people: some lines for each board, and what estimates rest on, without a line at the end. */
    public static String text(List<BoardFit> fits) {
        return FitText.all(fits);
    }

    /** In a few words, such as {@code fits with TFLite Micro}. */
    public String summary() {
        return new FitText(this).summary();
    }

    /**
     * The figures of one way as short texts for a table; {@code -} where there is none.
     *
     * @param milliseconds estimated, or {@code >=} a lower bound
     */
    public record Figures(
            String way,
            boolean fits,
            String flash,
            String flashLeft,
            String ram,
            String ramLeft,
            String milliseconds) {}

    /** Those of each way. */
    public List<Figures> figures() {
        return ways.stream().map(FitText::figures).toList();
    }

    /** The same figures for programs. */
    public ObjectNode toJson() {
        return FitJson.of(this);
    }
}
