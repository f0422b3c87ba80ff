// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Which recipes of a space are tried. */
public final class Sampling {
    private Sampling() {}

    /** All of them, in the order in which those that begin alike stand together. */
    public static List<BigInteger> all(BigInteger leaves) {
        return first(leaves, leaves.intValueExact());
    }

    private static List<BigInteger> first(BigInteger leaves, int count) {
        List<BigInteger> all = new ArrayList<>();
        for (BigInteger leaf = BigInteger.ZERO;
                leaf.compareTo(leaves) < 0 && all.size() < count;
                leaf = leaf.add(BigInteger.ONE)) {
            all.add(leaf);
        }
        return all;
    }

    /**
     * Different ones, each as likely as any other, in the same order; all if there are no more.
     *
     * @param seed of the choice
     */
    public static List<BigInteger> random(BigInteger leaves, int count, long seed) {
        if (leaves.compareTo(BigInteger.valueOf(count)) <= 0) {
            return all(leaves);
        }
        Random random = new Random(seed);
        TreeSet<BigInteger> chosen = new TreeSet<>();
        while (chosen.size() < count) {
            BigInteger leaf = new BigInteger(leaves.bitLength(), random);
            if (leaf.compareTo(leaves) < 0) {
                chosen.add(leaf);
            }
        }
        return List.copyOf(chosen);
    }

    /**
     * The brackets of Hyperband (Li et al., 2018): how many recipes begin, and with which share of the last training. The first has most recipes and the
     * shortest trainings, the last trains all in full.
     *
     * @param settings eta and the number of rungs
     */
    public static List<Bracket> hyperband(SamplerSettings settings) {
        List<Bracket> brackets = new ArrayList<>();
        for (int rungs = settings.rungs(); rungs >= 1; rungs--) {
            int trials = (int) Math.ceil(settings.rungs() / (double) rungs * Math.pow(settings.eta(), rungs - 1));
            brackets.add(new Bracket(trials, rungs));
        }
        return brackets;
    }

    /**
     * A run of successive halving.
     *
     * @param trials how many begin
     * @param rungs how often they are judged; the last time after the whole training
     */
    public record Bracket(int trials, int rungs) {}

    /** The shares of the last training after which trials are judged, from the first rung to the whole. */
    public static List<Double> shares(int eta, int rungs) {
        List<Double> shares = new ArrayList<>();
        for (int left = rungs - 1; left >= 0; left--) {
            shares.add(Math.pow(eta, -left));
        }
        return shares;
    }
}
