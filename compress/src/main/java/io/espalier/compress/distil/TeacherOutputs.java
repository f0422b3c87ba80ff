// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.model.tensor.Tensor;

/** What the numbers are that a teacher answers with. */
enum TeacherOutputs {
    LOGITS,
    PROBABILITIES,

    /** Probabilities where every row looks like some: none below 0, and 1 in sum. */
    AS_THEY_LOOK;

    // Sums of a thousand float16 numbers are off by less.
    private static final double TOLERANCE = 1e-3;

    /** Logits, whatever they are. */
    Tensor logits(Tensor answers) {
        return this == PROBABILITIES || (this == AS_THEY_LOOK && lookLikeProbabilities(answers))
                ? logarithms(answers)
                : answers;
    }

    private static boolean lookLikeProbabilities(Tensor answers) {
        int classes = answers.shape().channels();
        double sum = 0;
        for (int i = 0; i < answers.shape().elements(); i++) {
            if (answers.get(i) < 0) {
                return false;
            }
            sum += answers.get(i);
            if (i % classes == classes - 1) {
                if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                    return false;
                }
                sum = 0;
            }
        }
        return true;
    }

    // They are logits less a number that is the same for all classes, which softmax does not see.
    private static Tensor logarithms(Tensor probabilities) {
        float[] values = probabilities.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.log(Math.max(values[i], Float.MIN_NORMAL));
        }
        return Tensor.of(probabilities.shape(), values);
    }
}
