// SPDX-License-Identifier: Apache-2.0
/**
 * Preservation of the zeros and shared values of compressed models during further training: {@link io.espalier.compress.preserve.Preserved}.
 */
@NullMarked
package io.espalier.compress.preserve;

import org.jspecify.annotations.NullMarked;
