// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.search.SearchException;

/**
 * The examples that decide, and those that are looked at once, when all is decided.
 *
 * @param selection decides
 * @param test is used once; no example of it decides anything
 * @param note where both come from, in a sentence
 */
public record Examples(Dataset selection, Dataset test, String note) {
    private static final int FEWEST = 2;

    /**
     * From the training part of data that have one, else from every second example.
     *
     * @param most examples that decide; and as many times ten that are looked at in the end
     * @throws SearchException if there are too few examples
     */
    public static Examples of(OpenedDataset data, int most) {
        boolean isSplit = data instanceof DatasetSplit;
        Dataset all = data.forTraining();
        if (all.size() < FEWEST) {
            throw SearchException.badUse(data.origin().name() + ": has " + counted(all.size())
                    + "; half of them decide and half test, so give more");
        }
        Dataset decides = isSplit ? all : new EveryOther(all, 0);
        Dataset tests = isSplit ? data.forEvaluation() : new EveryOther(all, 1);
        Dataset selection = decides.size() > most ? decides.sample(most) : decides;
        String note = counted(selection.size()) + " of "
                + (isSplit ? "the training part" : "one half (every second example)")
                + (selection.size() == 1 ? " decides, the " : " decide, the ") + tests.size() + " of "
                + (isSplit ? "the test part" : "the other half") + (tests.size() == 1 ? " is" : " are")
                + " used once, at the end";
        return new Examples(selection, tests, note);
    }

    private static String counted(int size) {
        return size + (size == 1 ? " example" : " examples");
    }
}
