// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one input of a model is fed.
 *
 * @param shape all dimensions, the batch included
 * @param values as many elements of the input's type as the shape says, in native order, from the buffer's position to its limit
 */
public record SampleInput(List<Integer> shape, ByteBuffer values) {
    public SampleInput {
        shape = List.copyOf(shape);
    }
}
