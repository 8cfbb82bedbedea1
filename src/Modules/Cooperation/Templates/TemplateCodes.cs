namespace Guanlian.Cooperation.Templates;

/// <summary>Families of templates, as the alliance sorts its work.</summary>
internal enum Family
{
    Exhibitions,
    Conservation,
    Products,
    Education,
    Research,
    Digital,
    CrossSector,
}

/// <summary>The six classes of partners of cross-sector cooperation (requirement L01).</summary>
internal enum PartnerClass
{
    /// <summary>公共文化机构之间</summary>
    CulturalInstitutions,

    /// <summary>书店与出版</summary>
    BookTrade,

    /// <summary>政府与社会组织</summary>
    GovernmentAndSociety,

    /// <summary>学校</summary>
    Schools,

    /// <summary>企业与互联网</summary>
    Companies,

    /// <summary>旅游</summary>
    Tourism,
}

/// <summary>The five ways of cooperation (requirement G26).</summary>
internal enum CooperationMode
{
    GovernmentLed,
    ProjectTeam,
    Franchise,
    StrategicAlliance,
    Merger,
}

/// <summary>The four centres for which programmes are reported (requirement G32).</summary>
internal enum Centre
{
    Information,
    Culture,
    Learning,
    Leisure,
}

/// <summary>What of the product a cooperation uses beyond tasks and dates.</summary>
internal enum Capability
{
    Case,
    Secondment,
    Course,
    Volunteers,
    Booking,
    Handover,
    Ledger,
    Licence,
    Crowd,
    Publication,
}

/// <summary>The seven safeguards without which no cooperation starts (requirement G29).</summary>
internal enum Safeguard
{
    /// <summary>规章制度</summary>
    Rules,

    /// <summary>组织管理</summary>
    Organisation,

    /// <summary>人</summary>
    People,

    /// <summary>财</summary>
    Money,

    /// <summary>物</summary>
    Materials,

    /// <summary>技术</summary>
    Technology,

    /// <summary>规范</summary>
    Standards,
}

/// <summary>传、帮、带 (requirement P03).</summary>
internal enum HelpMode
{
    /// <summary>传: teach how it is done.</summary>
    Teach,

    /// <summary>帮: do it with them.</summary>
    Help,

    /// <summary>带: lead, and let them take over.</summary>
    Lead,
}

/// <summary>Who did a step: the rungs of the ability ladder.</summary>
internal enum DoneBy
{
    /// <summary>大馆代做</summary>
    Leader,

    /// <summary>两馆合做</summary>
    Together,

    /// <summary>小馆做、大馆把关</summary>
    Supervised,

    /// <summary>小馆独立完成</summary>
    Alone,
}

/// <summary>What can show that a step was done.</summary>
internal enum EvidenceKind
{
    /// <summary>文字说明</summary>
    Note,

    /// <summary>网址</summary>
    Link,

    /// <summary>数量</summary>
    Number,

    /// <summary>日期</summary>
    Date,

    /// <summary>照片</summary>
    Photo,

    /// <summary>文件</summary>
    Document,

    /// <summary>签章件</summary>
    Signed,
}

/// <summary>Own units of contributions; nothing is turned into money.</summary>
internal enum Unit
{
    Days,
    Hours,
    People,
    Seats,
    Objects,
    Pieces,
    Sets,
    Metres,
    Places,
    Sites,
    Lessons,
    Times,
    Pages,
    Cny,
}

/// <summary>How often a cooperation begins anew.</summary>
internal enum Recurrence
{
    Monthly,
    Quarterly,
    Yearly,
}

/// <summary>台账: books that the program keeps for a cooperation and from which a deliverable can be taken.</summary>
internal enum KeptBook
{
    /// <summary>病例单</summary>
    CaseSheet,

    /// <summary>会诊意见书 and any other opinion that experts sign</summary>
    Opinion,

    /// <summary>意见照办情况: counts the pieces of advice acted on.</summary>
    Advice,

    /// <summary>复查结果</summary>
    Outcome,

    /// <summary>名册: counts those who take part.</summary>
    Roster,

    /// <summary>课表: counts the hours taught.</summary>
    Sessions,

    /// <summary>签到: counts who was there.</summary>
    Attendance,

    /// <summary>考核: counts the skills that people passed.</summary>
    Skills,

    /// <summary>考核与证书: counts those who hold one.</summary>
    Certificates,

    /// <summary>服务时长: counts the hours that the host confirmed.</summary>
    Hours,

    /// <summary>服务证明与星级</summary>
    Thanks,

    /// <summary>岗位职责: counts the days on post.</summary>
    Duties,

    /// <summary>顶岗安排</summary>
    Cover,

    /// <summary>月报</summary>
    Reports,

    /// <summary>回馆计划</summary>
    BackHome,

    /// <summary>联络岗: who answers for a party.</summary>
    Liaison,

    /// <summary>对接时段: counts the meetings that took place.</summary>
    Meetings,

    /// <summary>署名表: every party agrees to it.</summary>
    Credits,

    /// <summary>授权条款: every party agrees to them.</summary>
    Licence,

    /// <summary>预约: counts what is set aside for the cooperation, as confirmed by its owners.</summary>
    Bookings,

    /// <summary>移交点交单: the lists that the party of the task signed when it handed things over.</summary>
    HandedOver,

    /// <summary>接收点交单: the lists of what it received, once both sides are done with them.</summary>
    Received,
}
