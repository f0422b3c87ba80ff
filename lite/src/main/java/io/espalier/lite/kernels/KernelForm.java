// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

/** A form in which an operator may stand in a file, besides float. */
public enum KernelForm {
    /** Float activations beside int8 weights, which the kernel takes as they are. */
    HYBRID,
    /** Activations and weights in int8. */
    INT8
}
