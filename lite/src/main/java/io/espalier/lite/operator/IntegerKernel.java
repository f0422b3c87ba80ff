// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

/**
 * A kernel that computes with integer activations.
 *
 * @param version the operator version from which on there is one
 */
public record IntegerKernel(int version, ScaleConstraint scales) {}
