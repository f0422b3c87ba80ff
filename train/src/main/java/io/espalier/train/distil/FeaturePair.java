// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.distil;

/**
 * A layer of a student that is to resemble one of its teacher.
 *
 * @param teacher the name of the teacher's layer
 * @param student the name of the student's layer
 * @param weight how much their mean squared difference counts in the loss, above 0
 */
public record FeaturePair(String teacher, String student, float weight) {
    public FeaturePair {
        if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the weight of a feature must be greater than 0, not " + weight);
        }
    }
}
