// SPDX-License-Identifier: Apache-2.0
/** Where activations lie in memory, and which operators run row by row, one behind the other. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode.memory;
