// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHoldReleaser} from "./IHoldReleaser.sol";

/// @notice One funding's principal, or the interest that came with it, and how far it has been paid out.
/// @param amount what there is to pay out, in fen: A
/// @param face the face that it is divided over, which was not funded before, in the receivable's currency: N
/// @param cursor the face that has taken its share so far, from 0 to N
/// @param hold the hold in the debtor's wallet that it is paid from
/// @param interest whether it is overdue interest, which retires no face
/// @param foreign whether the face is in another currency than the money
/// @param day on which it was set aside, counted from 1970-01-01 in Asia/Shanghai (good until 2149)
struct Round {
    uint56 amount;
    uint56 face;
    uint56 cursor;
    uint56 hold;
    bool interest;
    bool foreign;
    uint16 day;
}

/// @notice What one payee has of claims that somebody else has title to.
/// @param face minor units
/// @param round how many of the receivable's rounds it has been paid
struct Share {
    address payee;
    uint64 face;
    uint8 round;
}

/// @title How receivables are paid: from holds in the debtor's own wallet straight to whoever holds the claims.
/// @notice Each funding opens a round {A funded, N face not funded before}. A claim takes its rounds in order. With v its
/// face then, its share is R(cursor + v) − R(cursor), R(x) = floor(x · A / N), and the cursor advances by v. So each round
/// is paid out to the fen in whatever order claims are collected, and every share is within one fen of exact.
/// A receivable in a foreign currency is converted once, at its fixing, and from then on what is owed is that sum of fen. Each
/// round of it retires F of the N that are not funded yet – all of them where all is funded – and a claim loses
/// Q(cursor + v) − Q(cursor), Q(x) = floor(x · F / N). Its policy says how much is released at a time: then a claim takes a
/// part of its share, and the rest when more is released. Money is fen, face minor units of the receivable's currency.
interface ISettlement is IHoldReleaser {
    /// @notice The debtor has set `amount` aside, which is divided over `face`.
    event RoundOpened(
        uint64 indexed receivable,
        uint8 indexed round,
        uint256 indexed hold,
        uint64 amount,
        uint64 face,
        bool interest
    );
    /// @notice A claim has taken a round: its face then, and what its holder was paid.
    event Collected(uint256 indexed claim, address indexed holder, uint8 round, uint64 face, uint64 share);

    /// @notice A payee has taken a round for its part of the claims that `holder` has title to.
    event CollectedFor(
        address indexed holder,
        uint64 indexed receivable,
        address indexed payee,
        uint8 round,
        uint64 face,
        uint64 share
    );

    error NotTheMoney(address caller);
    error PurposeUnknown(bytes32 purpose);
    error FundingConditional(uint64 receivable, address payee, uint64 expiry);
    /// @notice Claims on it are not traded against e-CNY.
    error FundingExceedsDebt(uint64 receivable, uint256 owed, uint256 amount);
    error FundingNotInFull(uint64 receivable, uint256 owed, uint256 amount);
    error NotYetDue(uint64 receivable, uint256 dueAt);
    error NothingToCollect(uint256 claim);
    error NothingToPay(address payee);
    /// @notice A desk has title to the claim: those whom it holds it for are paid through that desk.
    error HeldByDesk(uint256 claim, address desk);

    /// @notice Pays the holders of these claims what was funded and they have not been paid yet. Anybody may ask for it;
    /// the money goes to the holders, and to who has lent on a pledge or answers for a claim, as the desk says. What an
    /// authority has frozen, what is tied to somebody else's interest otherwise and what belongs to a suspended party
    /// stays held.
    function collect(uint256[] calldata claims) external;

    /// @notice The caller, who has title to claims of one receivable, has those paid whom it holds them for: each gets for
    /// its face what a claim of that face would get. What their faces are is for the caller to say, so this is for the
    /// contract alone that keeps them.
    /// @param claims what the face that is retired is taken from, in this order
    /// @return retired of each share, the face that was paid
    /// @return rounds up to which all of them have been paid now
    function collectFor(uint256[] calldata claims, Share[] calldata shares)
        external
        returns (uint64[] memory retired, uint8 rounds);

    /// @notice Where a receivable's payment stands today.
    /// @return unfunded what is owed and no money has been set aside for yet, in fen
    /// @return interest overdue interest owed on it and not funded yet
    /// @return rounds how many rounds there are
    function positionOf(uint64 receivable) external view returns (uint64 unfunded, uint64 interest, uint8 rounds);

    /// @notice How much face a round of a receivable in a foreign currency retires in all.
    function retiredBy(uint64 receivable, uint8 round) external view returns (uint64);

    /// @notice How much of a claim's face has taken its share of the round that it stands before, where not all of it has.
    function aheadOf(uint256 claim) external view returns (uint64);

    /// @notice A round, counted from 1; all zero where there is none.
    function roundOf(uint64 receivable, uint8 round) external view returns (Round memory);
}
