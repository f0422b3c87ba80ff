// SPDX-License-Identifier: Apache-2.0
/**
 * What a model brings along from earlier compressions, kept while it is trained on: {@link io.espalier.compress.preserve.Preserved}.
 */
@NullMarked
package io.espalier.compress.preserve;

import org.jspecify.annotations.NullMarked;
