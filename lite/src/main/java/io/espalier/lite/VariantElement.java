// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.TensorType;

/** The shape and type of the tensors inside a tensor of type {@link TensorType#VARIANT}. */
public record VariantElement(Ints shape, TensorType type, boolean hasRank) {}
