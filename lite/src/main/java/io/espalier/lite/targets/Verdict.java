// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import java.util.List;

/** What a runtime does with a model or an operator, from the best to the worst. */
public enum Verdict {
    /** It runs, as fast as in float or faster, with the outputs that TFLite computes. */
    RUNS("runs"),
    /** It runs, and another form of the same operator would be quicker. */
    SLOW("runs slowly"),
    /** It runs without a word, and the outputs are wrong. */
    WRONG("computes wrong numbers"),
    /** The runtime does not take it: loading or the first run fails. */
    REFUSED("refuses it");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The worst of what was found about a model; {@link #RUNS} if nothing was. */
    public static Verdict of(List<Finding> findings) {
        Verdict worst = RUNS;
        for (Finding finding : findings) {
            worst = finding.verdict().compareTo(worst) > 0 ? finding.verdict() : worst;
        }
        return worst;
    }

    /** For people, after the name of the runtime. */
    public String text() {
        return text;
    }
}
