// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The receiver operating characteristic of scores for one label. */
final class RocCurve {
    private RocCurve() {}

    /**
     * The area under the curve, by the rank sum of Mann and Whitney: equal scores share their mean rank.
     *
     * @param scores no NaN
     * @return NaN if all examples have the label, or none has
     */
    static double area(double[] scores, boolean[] labelled) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(example -> scores[example]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        long positives = 0;
        for (int first = 0; first < order.length; ) {
            int last = first;
            while (last + 1 < order.length && scores[order[last + 1]] == scores[order[first]]) {
                last++;
            }
            // ranks count from 1
            double shared = (first + last) / 2.0 + 1;
            for (int place = first; place <= last; place++) {
                if (labelled[order[place]]) {
                    ranks += shared;
                    positives++;
                }
            }
            first = last + 1;
        }
        long negatives = order.length - positives;
        return positives == 0 || negatives == 0
                ? Double.NaN
                : (ranks - positives * (positives + 1) / 2.0) / positives / negatives;
    }
}
