// SPDX-License-Identifier: Apache-2.0
/** Activation layers with a parameter of their own. */
@NullMarked
package io.espalier.model.layer.activation;

import org.jspecify.annotations.NullMarked;
