// SPDX-License-Identifier: Apache-2.0
/** Pooling layers. */
@NullMarked
package io.espalier.model.layer.pooling;

import org.jspecify.annotations.NullMarked;
