// SPDX-License-Identifier: Apache-2.0
/** Layers that merge several inputs. */
@NullMarked
package io.espalier.model.layer.merging;

import org.jspecify.annotations.NullMarked;
