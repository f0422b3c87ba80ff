// SPDX-License-Identifier: Apache-2.0
/** Weights in their smallest form: begin with {@link io.espalier.lite.ccode.weights.Storage}. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode.weights;
