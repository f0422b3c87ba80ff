// SPDX-License-Identifier: Apache-2.0
/** The layers with kernels, which techniques work on. */
@NullMarked
package io.espalier.compress.layer;

import org.jspecify.annotations.NullMarked;
