// SPDX-License-Identifier: Apache-2.0
/** Whether a target (TFLite Micro, the GPU delegate, an int8-only accelerator) runs a graph. */
@NullMarked
package io.espalier.lite.targets;

import org.jspecify.annotations.NullMarked;
