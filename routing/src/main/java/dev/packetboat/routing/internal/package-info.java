/**
 * How DNS is asked. {@link dev.packetboat.routing.internal.Lookup} answers a question, aliases
 * followed, from its {@link dev.packetboat.routing.internal.AnswerCache} or from the {@link
 * dev.packetboat.routing.internal.NameServers}, which are tried in turn; each try is an {@link
 * dev.packetboat.routing.internal.Exchange} with one server. {@link
 * dev.packetboat.routing.internal.ExchangerChoice} and {@link
 * dev.packetboat.routing.internal.RelayRules} decide, without asking anybody.
 */
@NullMarked
package dev.packetboat.routing.internal;

import org.jspecify.annotations.NullMarked;
