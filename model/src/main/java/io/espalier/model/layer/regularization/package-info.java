// SPDX-License-Identifier: Apache-2.0
/** Layers that add noise or a penalty in training, and do nothing at inference. */
@NullMarked
package io.espalier.model.layer.regularization;

import org.jspecify.annotations.NullMarked;
