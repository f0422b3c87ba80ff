// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.ComposedLayer;

/**
 * Which steps of a sequence count: 1 for each, and 0 for each that is padding; of shape (steps, 1). Keras passes masks along without a layer that
 * a file would name.
 */
public interface ImpliedMask extends ComposedLayer {}
