// SPDX-License-Identifier: Apache-2.0
/** A model as calls of kernels of C, before memory is planned. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode.program;
