// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.data.Task.Kind;
import io.espalier.model.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/** What the numbers are that a teacher answers with. In a regression they are what they are. */
enum TeacherOutputs {
    LOGITS,
    PROBABILITIES,

    /** Probabilities where every row looks like some: from 0 to 1, and 1 in sum if they are those of classes. */
    AS_THEY_LOOK;

    // Sums of a thousand float16 numbers are off by less.
    private static final double TOLERANCE = 1e-3;
    // Keras's distance of probabilities from 0 and 1.
    private static final double EPSILON = 1e-7;

    /** What the student learns: logits, or in a regression the numbers. */
    Tensor answers(Tensor given, Kind kind) {
        boolean probabilities = kind != Kind.REGRESSION
                && (this == PROBABILITIES || (this == AS_THEY_LOOK && lookLikeProbabilities(given, kind)));
        if (!probabilities) {
            return given;
        }
        return kind == Kind.CLASSES ? each(given, TeacherOutputs::logarithm) : each(given, TeacherOutputs::logit);
    }

    private static boolean lookLikeProbabilities(Tensor answers, Kind kind) {
        int classes = answers.shape().channels();
        double sum = 0;
        for (int i = 0; i < answers.shape().elements(); i++) {
            if (answers.get(i) < 0 || (kind != Kind.CLASSES && answers.get(i) > 1)) {
                return false;
            }
            sum += answers.get(i);
            if (kind == Kind.CLASSES && i % classes == classes - 1) {
                if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                    return false;
                }
                sum = 0;
            }
        }
        return true;
    }

    // They are logits less a number that is the same for all classes, which softmax does not see.
    private static double logarithm(double probability) {
        return Math.log(Math.max(probability, Float.MIN_NORMAL));
    }

    /** What sigmoid makes this probability of. */
    private static double logit(double probability) {
        double yes = Math.max(EPSILON, Math.min(1 - EPSILON, probability));
        return Math.log(yes / (1 - yes));
    }

    private static Tensor each(Tensor probabilities, DoubleUnaryOperator function) {
        float[] values = probabilities.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
        return Tensor.of(probabilities.shape(), values);
    }
}
