// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.base.Provenance;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.List;
import java.util.Optional;

/**
 * Whether two files hold the same trained weights in different forms. Only then does the difference of an inner tensor say what a form costs; of a model that
 * was trained on, each tensor may be another one, and its answers alone can be compared.
 */
final class SameWeights {
    private static final int HASH = 64;
    private static final String CONVERT = "convert ";
    private static final String QUANTIZE = "quantize ";

    private SameWeights() {}

    /**
     * Judges by provenance, which knows one step back, or else by the weights themselves. Networks of different sizes have none in common.
     *
     * @param firstHash the SHA-256 of the first file
     * @param otherHash that of the other
     * @param areAnswersEqual whether no output differs
     * @return true also where nothing is known: where one was quantized from a file that is neither here, or has no provenance and no weights to compare
     */
    static boolean in(
            TfliteModel first, String firstHash, TfliteModel other, String otherHash, boolean areAnswersEqual) {
        Optional<Provenance> one = first.graph().provenance();
        Optional<Provenance> two = other.graph().provenance();
        boolean areBothKnown = one.isPresent() && two.isPresent();
        boolean haveOneSource = areBothKnown
                && WeightAgreement.haveOneSize(first.graph(), other.graph())
                && (one.get().recipe().startsWith(QUANTIZE)
                        || two.get().recipe().startsWith(QUANTIZE)
                        || source(one.get(), firstHash).equals(source(two.get(), otherHash)));
        return areAnswersEqual
                || haveOneSource
                || WeightAgreement.of(first.graph(), other.graph()).orElse(!areBothKnown);
    }

    /** The hash of the file whose weights it has; its own if it was trained. */
    private static String source(Provenance provenance, String own) {
        List<String> parents = provenance.parents();
        if (!provenance.recipe().startsWith(CONVERT)
                || parents.size() != 1
                || parents.get(0).length() <= HASH) {
            return own;
        }
        return parents.get(0).substring(parents.get(0).length() - HASH);
    }
}
