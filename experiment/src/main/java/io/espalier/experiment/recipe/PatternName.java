// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import io.espalier.compress.prune.SparsityPattern;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sparsity patterns as recipes name them. */
final class PatternName {
    static final String SINGLE = "single";

    private static final Pattern M_OF_N = Pattern.compile("(\\d{1,4}):(\\d{1,4})");
    private static final Pattern BLOCKS = Pattern.compile("(\\d{1,4})x(\\d{1,4})( average| max)?");

    private PatternName() {}

    /**
     * The pattern of a name.
     *
     * @throws RecipeException if there is none
     * @throws io.espalier.compress.CompressionException if its numbers do not suit it
     */
    static SparsityPattern pattern(String name) {
        if (name.equals(SINGLE)) {
            return SparsityPattern.SINGLE;
        }
        Matcher ofN = M_OF_N.matcher(name);
        if (ofN.matches()) {
            return SparsityPattern.mOfN(number(ofN, 1), number(ofN, 2));
        }
        Matcher blocks = BLOCKS.matcher(name);
        if (blocks.matches()) {
            SparsityPattern.Pooling pooling = blocks.group(3) == null
                    ? SparsityPattern.Pooling.AVERAGE
                    : SparsityPattern.Pooling.valueOf(blocks.group(3).strip().toUpperCase(Locale.ROOT));
            return SparsityPattern.blocks(number(blocks, 1), number(blocks, 2), pooling);
        }
        throw new RecipeException("'" + name
                + "' is not a valid pattern; use single, m:n such as '2:4', or blocks such as 4x1 or " + "'4x1 max'");
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
