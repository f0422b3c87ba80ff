// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;

/**
 * That a weight was clustered: its values are few, so that further training can keep them few.
 *
 * @param most how many different values it has at most, from 1
 * @param perChannel whether each output channel, the last axis, has values of its own; otherwise all share them
 */
public record Clusters(int most, boolean perChannel) {
    public Clusters {
        if (most < 1) {
            throw new ModelException("a clustered weight has 1 or more values, not " + most);
        }
    }
}
