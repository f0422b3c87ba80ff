// SPDX-License-Identifier: Apache-2.0
/** Convolutions beside Conv1D, Conv2D and DepthwiseConv2D. */
@NullMarked
package io.espalier.model.layer.convolution;

import org.jspecify.annotations.NullMarked;
