// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

/** Where the pixels of an image of another size come from; centres of pixels lie at halves, as in TensorFlow 2. */
public enum Interpolation {
    BILINEAR,
    NEAREST
}
